"""The use case: an `Inbound` becomes one committed `Change`. Pure pieces around one awaiting class."""
