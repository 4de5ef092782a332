"""Forecasts, at departure, whether a flight will arrive fifteen minutes late or more."""
