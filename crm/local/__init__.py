"""One machine, everything for real: PostgreSQL, Redis, the web, the workers and the clock tick behind two commands.

``make run`` and ``make test`` need only Python and make; the servers come from wheels. `servers` starts and shares
them, `environment` puts their addresses where the settings look for them, `run` supervises the whole.
"""
