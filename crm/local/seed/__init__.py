"""What every demo builder shares: places of Suzhou, composed names of people and firms, the organisation."""
