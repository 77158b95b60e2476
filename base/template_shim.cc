#include "base/template_shim.h"

#include <cstdio>
#include <deque>
#include <exception>
#include <string>

#include <kainjow/mustache.hpp>

namespace km = kainjow::mustache;

namespace
{

/* Looks values up through the C callback and remembers an unknown name. */
class callback_context final : public km::basic_context<std::string>
{
  public:
    explicit callback_context(const struct template_call *call) : call_(call)
    {
    }

    void push(const km::data *data) override
    {
        (void)data;
    }

    void pop() override
    {
    }

    const km::data *get(const std::string &name) const override
    {
        const char *value = call_->get(call_->context, name.c_str());

        if (value == nullptr) {
            if (missing_.empty())
                missing_ = name;
            return nullptr;
        }
        if (*value == '\0')
            kept_.emplace_back(km::data::type::bool_false);
        else
            kept_.emplace_back(value);
        return &kept_.back();
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
    mutable std::deque<km::data> kept_;
};

bool complain(char *problem, size_t size, const std::string &what)
{
    (void)std::snprintf(problem, size, "%s", what.c_str());
    return false;
}

bool render(const struct template_call *call, char *problem, size_t size)
{
    km::mustache view{std::string(call->source)};
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
