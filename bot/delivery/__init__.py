"""From the outbox to the platforms: order, pauses, rates, retries. Knows model, ports and errors only."""
