"""What a person is told: safety rules, reference values, shares of foods, changes."""
