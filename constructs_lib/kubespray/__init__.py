"""What Kubespray is given: inventory and variables, rendered in plain Python, and the construct that writes them."""
