using System.Reflection;
using PluginHost.Neural.Steps;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Neural.Tests;

public sealed class ContractTests
{
    private static readonly Assembly Neural = typeof(StepModel).Assembly;

    [Fact]
    public void It_references_nothing_but_the_framework() => Assert.Empty(PublicApi.ReferencesBesideTheFramework(Neural));

    [Fact]
    public void Every_type_is_documented() => Assert.Empty(ApiDocs.TypesWithoutSummary(Neural));

    [Fact]
    public void Every_member_says_on_which_thread_it_may_be_called() => Assert.Empty(ApiDocs.MembersWithoutThreadTag(Neural));
}
