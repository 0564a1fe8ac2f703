"""The long tests. `make soak` runs them; ALANA_SOAK_KILLS and ALANA_SOAK_SEED choose another length and dice."""
