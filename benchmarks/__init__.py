"""What measures speed and scale. Each is one command, and gives ratios within one run: machines differ."""
