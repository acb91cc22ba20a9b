"""Why: what keeps a seat empty and the ways out, where the costs sit, what each rule costs."""
