"""What is measured, and how: medians and ratios from one run, since machines are noisy. `make bench` prints them."""
