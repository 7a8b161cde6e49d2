"""What people type in each flow, and what the book says at its end; one module a family."""
