"""The whole road over real sockets: people on loopback platforms, the real adapters, the real program."""
