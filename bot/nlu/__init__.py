"""Rasa graph components that understand Vietnamese citizens. `config.yml` puts them in order."""
