"""What every ready line has to keep to, whatever the journal holds."""
