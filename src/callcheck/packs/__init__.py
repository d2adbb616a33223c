"""Rule packs: YAML becomes validated, resolved Packs."""
