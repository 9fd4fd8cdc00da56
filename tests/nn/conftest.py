"""Property-based tests have no deadline: they tell about numbers, not about a machine's speed."""

from hypothesis import HealthCheck, settings

settings.register_profile("nn", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nn")
