"""``make bench``: how long pages take, in units of ``/floor/``, a page with the layout and nothing else."""
