"""riser bench compare A B: is B slower than A? Paired runs, an effect with its interval, and a second look before a loss is called."""
