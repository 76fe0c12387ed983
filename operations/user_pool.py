"""Users of a stage's own user pool."""

from __future__ import annotations

from botocore.exceptions import ClientError

from operations.deployed_stage import DeployedStage


def delete_user(stage: DeployedStage, user_pool_id: str, user_name: str) -> None:
    """Delete the user; no error if there is none."""
    try:
        stage.client("cognito-idp").admin_delete_user(UserPoolId=user_pool_id, Username=user_name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
