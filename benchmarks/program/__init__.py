"""What the program figure needs: plans of many notifiers, and make up as a person runs it."""
