"""How far two fillings of a questionnaire, or a questionnaire and a diary, agree."""
