"""The series that ship with Alana: Yarn scripts, test plans and translations. No code lives here."""
