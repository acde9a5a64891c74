"""Read the text of one message: its inline markup, and its typography."""
