"""What leaves the house: the protocol, tables, slips and archives."""
