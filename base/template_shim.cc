#include "base/template_shim.h"

#include <array>
#include <cstdio>
#include <deque>
#include <exception>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include <kainjow/mustache.hpp>

namespace km = kainjow::mustache;

/* Parsed templates by their text. */
struct template_shim_cache {
    std::unordered_map<std::string, km::mustache> views;
};

namespace
{

/* An office's texts, ours of five languages, and both with plain letters. */
constexpr size_t templates_kept_max = 200;

constexpr size_t no_entry = static_cast<size_t>(-1);

/* Values as the library wants them; addresses stay as more are kept. */
class kept_values
{
  public:
    const km::data *text(const char *value)
    {
        if (*value == '\0')
            kept_.emplace_back(km::data::type::bool_false);
        else
            kept_.emplace_back(value);
        return &kept_.back();
    }

    const km::data *list(size_t count)
    {
        kept_.emplace_back(km::data::type::list);
        for (size_t i = 0; i < count; i++)
            kept_.back().push_back(km::data(std::string("entry")));
        lists_.push_back(&kept_.back());
        return &kept_.back();
    }

    /* Which entry of its list `data` is. */
    size_t index_of(const km::data *data) const
    {
        for (const km::data *list : lists_) {
            const auto &entries = list->list_value();

            for (size_t i = 0; i < entries.size(); i++) {
                if (&entries[i] == data)
                    return i;
            }
        }
        return no_entry;
    }

  private:
    std::deque<km::data> kept_;
    std::vector<const km::data *> lists_;
};

} /* namespace */

namespace
{

/* Looks values up through the C callback and remembers an unknown name. */
class callback_context final : public km::basic_context<std::string>
{
  public:
    explicit callback_context(const struct template_call *call) : call_(call)
    {
    }

    /* Every section comes here; those of a list's entries are told. */
    void push(const km::data *data) override
    {
        const size_t index = kept_.index_of(data);

        entered_.push_back(index != no_entry);
        if (index != no_entry)
            call_->enter(call_->context, index);
    }

    void pop() override
    {
        if (entered_.back())
            call_->leave(call_->context);
        entered_.pop_back();
    }

    const km::data *get(const std::string &name) const override
    {
        const char *value = call_->get(call_->context, name.c_str());
        const size_t count = call_->count == nullptr
                                 ? 0
                                 : call_->count(call_->context, name.c_str());

        if (value == nullptr && missing_.empty())
            missing_ = name;
        if (value == nullptr)
            return nullptr;
        return count == 0 ? kept_.text(value) : kept_.list(count);
    }

    const km::data *get_partial(const std::string &name) const override
    {
        missing_ = "> " + name;
        return nullptr;
    }

    const std::string &missing() const
    {
        return missing_;
    }

  private:
    const struct template_call *call_;
    mutable std::string missing_;
    mutable kept_values kept_;
    std::vector<bool> entered_;
};

bool complain(char *problem, size_t size, const std::string &what)
{
    (void)std::snprintf(problem, size, "%s", what.c_str());
    return false;
}

km::mustache &parsed(struct template_shim_cache *cache,
                     const std::string &source)
{
    if (cache->views.size() >= templates_kept_max)
        cache->views.clear();
    return cache->views.try_emplace(source, source).first->second;
}

bool render(const struct template_call *call, char *problem, size_t size)
{
    struct template_shim_cache own;
    struct template_shim_cache *cache =
        call->cache == nullptr ? &own : call->cache;
    km::mustache &view = parsed(cache, call->source);
    callback_context context(call);

    if (!view.is_valid())
        return complain(problem, size, view.error_message());
    view.set_custom_escape([call](const std::string &text) {
        call->escape(call->sink, text.data(), text.size());
        return std::string(call->escaped(call->sink));
    });
    const std::string text = view.render(context);
    if (!context.missing().empty())
        return complain(problem, size,
                        "unknown placeholder {{" + context.missing() + "}}");
    call->put(call->sink, text.data(), text.size());
    return true;
}

} /* namespace */

bool template_shim_render(const struct template_call *call, char *problem,
                          size_t size)
{
    try {
        return render(call, problem, size);
    } catch (const std::exception &problem_text) {
        return complain(problem, size, problem_text.what());
    } catch (...) {
        return complain(problem, size, "cannot be rendered");
    }
}

struct template_shim_cache *template_shim_cache_create(void)
{
    return new (std::nothrow) template_shim_cache;
}

void template_shim_cache_destroy(struct template_shim_cache *cache)
{
    delete cache;
}
