"""Configuration: which file holds, what it says, and which rules it chooses."""
