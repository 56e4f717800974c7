"""Files of others: how forms and spreadsheets name our questions, and what their answers mean."""
