"""How a change gets from a pull request to a stage, and from a tag to a release.

The workflows in .github run these commands by make, and a person may run them alike. They see the
program from outside: by the Pulumi CLI, by git, by GitHub's API.
"""
