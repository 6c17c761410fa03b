"""Two cards of one person become one: what is chosen (facts), what follows it (moves), and the whole (plan).

Data walks facts → moves → plan; `registry/actions/merging.py` carries a plan out and takes it back.
"""
