"""How large a file, a row, a sheet may be. Beyond, a file is refused with a sentence, before it costs memory."""

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_LINE_BYTES = 1024 * 1024
MAX_FILE_BYTES = 1024 * 1024 * 1024
MAX_UNPACKED_BYTES = 768 * 1024 * 1024
MAX_SHEET_CELLS = 8_000_000
"""Cells of the rectangle that a sheet spans, empty ones too: the reader holds them all in memory."""
