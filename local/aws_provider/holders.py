"""What holds data, of the types that the tables say nothing of. Read from AWS's documentation."""

from __future__ import annotations

from local.aws_provider.paths import words
from local.aws_provider.tables import BY_TYPE

HOLDERS = words("""
    athena.Database backup.LogicallyAirGappedVault backup.Vault cloudtrail.EventDataStore
    cloudfront.KeyValueStore cloudwatch.EventArchive cloudwatch.LogStream codeartifact.Domain
    codeartifact.Repository codecommit.Repository cognito.IdentityPool cognito.User connect.Instance
    docdb.Cluster docdb.ElasticCluster dynamodb.TableItem dynamodb.TableReplica ebs.Snapshot
    ebs.Volume ec2.Ami ec2.Instance ecr.Repository ecrpublic.Repository efs.FileSystem
    elasticache.Cluster elasticache.ReplicationGroup elasticache.ServerlessCache
    elasticsearch.Domain fsx.LustreFileSystem fsx.OntapFileSystem fsx.OntapVolume
    fsx.OpenZfsFileSystem fsx.OpenZfsVolume fsx.WindowsFileSystem glacier.Vault
    glue.CatalogDatabase glue.CatalogTable kendra.Index keyspaces.Keyspace keyspaces.Table
    kinesis.Stream kms.ExternalKey kms.Key kms.ReplicaKey lightsail.Bucket lightsail.Database
    memorydb.Cluster mq.Broker msk.Cluster msk.ServerlessCluster neptune.Cluster
    neptunegraph.Graph opensearch.Domain opensearch.ServerlessCollection qldb.Ledger rds.Cluster
    rds.ClusterSnapshot rds.GlobalCluster rds.Instance rds.Snapshot redshift.Cluster
    redshiftserverless.Namespace s3.Bucket s3.BucketObject s3.BucketObjectv2 s3.BucketV2
    s3.DirectoryBucket s3tables.Table s3tables.TableBucket sagemaker.FeatureGroup
    secretsmanager.Secret secretsmanager.SecretVersion simpledb.Domain ssm.Parameter
    timestreaminfluxdb.DbInstance timestreamwrite.Database timestreamwrite.Table
    workspaces.Workspace
""")
"""By the words of ``short_type``. The other types of these services are about what they hold."""
NONE_OF_THEM = words("""
    acm alb apigateway apigatewayv2 appautoscaling autoscaling budgets cfg chatbot cloudformation
    codebuild codedeploy codepipeline ecs eks elb globalaccelerator iam lambda lb networkfirewall
    pipes ram resourcegroups route53 scheduler servicediscovery sfn signer sns synthetics transfer
    vpc vpclattice waf wafv2 xray
""")
"""Services of AWS that hold nothing of their users'."""
NO_CLOUD = words("archive command null random std time")
"""Packages whose resources are values."""
HOLDING_SERVICES = frozenset(one.partition(".")[0] for one in HOLDERS)


def short_type(resource_type: str) -> str:
    """``aws:sqs/queue:Queue`` as ``sqs.Queue``; a type of another package as it is."""
    package, _, rest = resource_type.partition(":")
    module, _, kind = rest.partition(":")
    service = module.partition("/")[0]
    return f"{service}.{kind}" if package == "aws" and kind else resource_type


def holds_data(resource_type: str) -> bool | None:
    """Whether a resource of the type holds data. ``None``: it is not known."""
    rules = BY_TYPE.get(resource_type)
    if rules is not None:
        return rules.keeps_data
    short = short_type(resource_type)
    if short in HOLDERS:
        return True
    service = short.partition(".")[0]
    package = resource_type.partition(":")[0]
    known = package in NO_CLOUD or (package == "aws" and service in NONE_OF_THEM | HOLDING_SERVICES)
    return False if known else None
