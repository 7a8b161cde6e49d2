"""The official working calendar of China: working days, make-up days (调休), office hours."""
