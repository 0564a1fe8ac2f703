"""The series that ship with Alana: Yarn scripts, their test plans and their translations. No code lives here."""
