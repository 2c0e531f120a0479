using System.Reflection;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class ContractTests
{
    private static readonly Assembly Sdk = typeof(AudioEffect).Assembly;

    [Fact]
    public void The_sdk_references_nothing_but_the_framework() => Assert.Empty(PublicApi.ReferencesBesideTheFramework(Sdk));

    [Fact]
    public void Its_public_surface_is_the_reviewed_one() => PublicApi.Verify(Sdk, "PublicApi.Sdk.txt");

    [Fact]
    public void Every_type_is_documented() => Assert.Empty(ApiDocs.TypesWithoutSummary(Sdk));

    [Fact]
    public void Every_member_says_on_which_thread_it_may_be_called() => Assert.Empty(ApiDocs.MembersWithoutThreadTag(Sdk));
}
