"""Training scripts: documents in, the agent's lines on every path out, and what to change."""
