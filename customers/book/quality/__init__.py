"""What makes the book good: rules that say of one account what is missing or wrong, and how to mend it."""
