"""What an editor may ask of a rule file."""
