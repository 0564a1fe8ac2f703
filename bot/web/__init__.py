"""What operators and their monitors ask over HTTP. Knows model and ports; numbers only, never text."""
