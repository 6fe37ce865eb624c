"""Small widgets that every workspace uses: labels, chips, swatches, key caps."""
