"""Scoring: findings become a scorecard."""
