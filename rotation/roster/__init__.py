"""Who serves when: plans, drafts, published rosters, and what changes between them."""
