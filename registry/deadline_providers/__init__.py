"""The deadlines that the registry knows by itself, one module for each provider; `registry/apps.py` registers them."""
