"""The blocks that every app may use. One module a family."""
