"""The long tests, run by `make soak`. ALANA_SOAK_KILLS, ALANA_SOAK_MINUTES and ALANA_SOAK_SEED choose their
length and dice."""
