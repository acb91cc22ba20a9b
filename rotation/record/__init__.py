"""What happens: hearings, correspondence, tasks, the ledger, diaries, handovers, voices."""
