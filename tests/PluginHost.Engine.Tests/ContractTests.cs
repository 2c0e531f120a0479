using System.Reflection;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests;

public class ContractTests
{
    private static readonly Assembly Engine = typeof(AudioEngine).Assembly;

    [Fact]
    public void The_engine_references_the_sdk_and_the_framework_only() =>
        Assert.Equal(["PluginHost.Sdk"], PublicApi.ReferencesBesideTheFramework(Engine));

    [Fact]
    public void Its_public_surface_is_the_reviewed_one() => PublicApi.Verify(Engine, "PublicApi.Engine.txt");

    [Fact]
    public void Every_type_is_documented() => Assert.Empty(ApiDocs.TypesWithoutSummary(Engine));

    [Fact]
    public void Every_member_says_on_which_thread_it_may_be_called() => Assert.Empty(ApiDocs.MembersWithoutThreadTag(Engine));
}
