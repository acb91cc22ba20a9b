"""Who could take a seat, who could come in exchange, and what each of these would cost."""
