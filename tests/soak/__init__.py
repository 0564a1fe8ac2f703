"""The long tests, run by `make soak`. ALANA_SOAK_KILLS and ALANA_SOAK_SEED choose length and dice."""
