"""One room a platform: updates become `Inbound`, `Outgoing` becomes platform calls."""
