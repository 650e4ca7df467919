"""The chat: what a reader sees, and what stands between the page and the network."""
