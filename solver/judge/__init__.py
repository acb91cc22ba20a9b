"""What a roster breaks and costs, recounted in plain Python: no engine is asked."""
