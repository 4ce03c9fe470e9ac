"""Printed things for the evening: slips, paper ballots, cards, posters and lists, as PDF."""
